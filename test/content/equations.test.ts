import { describe, expect, it } from 'vitest';
import { renderEquations } from '../../build/equations.ts';
import { renderTex } from '../../build/katex.ts';
import { FACES, GRU_EQUATIONS, NUMBERS } from '../../content/equations/gru.ts';
import { isSymbolId } from '../../content/symbols.ts';

const all = [...GRU_EQUATIONS.before, ...GRU_EQUATIONS.after];

describe('the equations', () => {
  it('name only symbols of the table', () => {
    const ids = all.flatMap((equation) =>
      FACES.flatMap((face) => Array.from(equation[face].matchAll(/\\sym\{([^}]*)\}/g), ([, id]) => id ?? '')),
    );
    expect(ids.length).toBeGreaterThan(50);
    expect(ids.filter((id) => !isSymbolId(id))).toEqual([]);
  });

  it('leave slots only for numbers and shapes that the figure has', () => {
    const slots = new Set(
      Array.from(renderEquations().matchAll(/⟦([^⟧]+)⟧/g), ([, slot]) => slot ?? '').filter(
        (s) => s !== 'next',
      ),
    );
    for (const slot of slots) {
      const id = slot.slice(1);
      if (slot.startsWith('[')) expect(isSymbolId(id), slot).toBe(true);
      else expect(NUMBERS, slot).toContain(id);
    }
    expect(slots.size).toBeGreaterThan(20);
  });

  it('turn every slot into an element of its own', () => {
    const source = renderEquations();
    expect(source).not.toContain('texttt');
    expect(source.match(/⟦/g)?.length).toBe(source.match(/class=\\"slot /g)?.length);
  });

  it('differ between the conventions in the candidate only', () => {
    const differing = GRU_EQUATIONS.before.filter((equation, i) => equation !== GRU_EQUATIONS.after[i]);
    expect(
      differing
        .filter(({ id }) => {
          const other = GRU_EQUATIONS.after.find((equation) => equation.id === id);
          return FACES.some(
            (face) => other?.[face] !== GRU_EQUATIONS.before.find((e) => e.id === id)?.[face],
          );
        })
        .map(({ id }) => id),
    ).toEqual(['Hc']);
  });

  it('keep MathML for screen readers where they are symbols', () => {
    expect(renderTex('\\sym{Z}{\\mathbf{Z}_t}')).toMatch(/<math.*data-sym="Z"/s);
  });
});
