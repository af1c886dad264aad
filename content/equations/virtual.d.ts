/** Made by build/equations.ts from content/equations: KaTeX's HTML, a slot's place marked `⟦slot⟧`. */
declare module 'virtual:equations' {
  import type { ResetConvention } from '../../engine/index.ts';
  import type { SymbolId } from '../symbols.ts';
  import type { Face } from './gru.ts';

  export type RenderedEquation = { readonly id: SymbolId } & Readonly<Record<Face, string>>;
  export const gruEquations: Readonly<Record<ResetConvention, readonly RenderedEquation[]>>;
}
