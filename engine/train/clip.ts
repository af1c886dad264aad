/** Clipping by the norm of all gradients together (Pascanu et al. 2013, arXiv:1211.5063), in both conventions. */
import type { Floats } from '../math/floats.ts';

/** `d2l`: if ‖g‖ > θ, g ← g θ/‖g‖. `torch`: g ← g min(1, θ/(‖g‖ + 10⁻⁶)), as clip_grad_norm_ does. */
export type ClipKind = 'd2l' | 'torch';

/** Scales `g` in place. @returns whether it did. */
export function clipByNorm(g: Floats, norm: number, theta: number, kind: ClipKind): boolean {
  const scale = kind === 'd2l' ? theta / norm : theta / (norm + 1e-6);
  if (!(scale < 1)) return false;
  for (let i = 0; i < g.length; i++) g[i] *= scale;
  return true;
}
