import { type Equation, FACES, type Face, GRU_EQUATIONS } from '../content/equations/gru.ts';
import { renderTex } from './katex.ts';

const ID = 'virtual:equations';

const SLOT =
  /<span class="enclosing([^"]*)" data-slot="([^"]+)"><span class="mord text[^"]*"><span class="mord texttt[^"]*">0<\/span><\/span><\/span>/g;

/** A slot as the figure finds it: its own element, its text marked ⟦id⟧. */
const markSlots = (html: string): string =>
  html.replace(
    SLOT,
    (_, mods: string, id: string) => `<span class="slot mord${mods}" data-slot="${id}">⟦${id}⟧</span>`,
  );

/** Faces with slots carry no MathML: it could not follow the numbers. The figure states them as text. */
const render = (tex: string, face: Face): string =>
  markSlots(renderTex(tex, { output: face === 'symbols' ? 'htmlAndMathml' : 'html' }));

const renderEquation = (equation: Equation) => ({
  id: equation.id,
  ...Object.fromEntries(FACES.map((face) => [face, render(equation[face], face)])),
});

/** The equations of content/equations as HTML. What both conventions share is written once. */
export function renderEquations(): string {
  const names = new Map<string, string>();
  const list = (equations: readonly Equation[]): string =>
    `[${equations
      .map((equation) => {
        const json = JSON.stringify(renderEquation(equation));
        if (!names.has(json)) names.set(json, `e${names.size}`);
        return names.get(json);
      })
      .join(', ')}]`;
  const before = list(GRU_EQUATIONS.before);
  const after = list(GRU_EQUATIONS.after);
  const shared = [...names].map(([json, name]) => `const ${name} = ${json};`).join('\n');
  return `${shared}\nexport const gruEquations = { before: ${before}, after: ${after} };\n`;
}

/** The part of a Vite plugin that this one uses, named here so that tests can call it without Vite. */
interface EquationsPlugin {
  readonly name: string;
  resolveId(id: string): string | null;
  load(id: string): string | null;
}

/** Vite plugin: `virtual:equations` (typed in content/equations/virtual.d.ts). */
export const equations = (): EquationsPlugin => ({
  name: 'gatebook-equations',
  resolveId: (id) => (id === ID ? `\0${ID}` : null),
  load: (id) => (id === `\0${ID}` ? renderEquations() : null),
});
