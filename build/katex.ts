import katex, { type KatexOptions } from 'katex';

/**
 * How every equation is set, in the lessons as in the figures. `\sym{id}{tex}` names a symbol of
 * content/symbols.ts, so that it takes its colour and lights up wherever the same id appears; `\slot{id}` is a
 * place that a figure fills with text.
 */
export const katexOptions: KatexOptions = {
  throwOnError: true,
  strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'error'),
  trust: ({ command }) => command === '\\htmlData' || command === '\\htmlClass',
  // In braces, so that the space before an operator falls outside the symbol.
  macros: {
    '\\sym': '{\\htmlClass{sym}{\\htmlData{sym=#1}{#2}}}',
    '\\slot': '{\\htmlData{slot=#1}{\\texttt{0}}}',
  },
};

/** KaTeX's HTML of `tex`. The TeX annotation is left out: it would only repeat the MathML, in our macros. */
export const renderTex = (tex: string, options: KatexOptions = {}): string =>
  katex
    // KaTeX adds what a text defines to the macros it is given; each text gets its own.
    .renderToString(tex, { ...katexOptions, macros: { ...katexOptions.macros }, ...options })
    .replace(/<annotation\b.*?<\/annotation>/gs, '');
