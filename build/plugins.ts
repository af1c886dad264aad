import type { Plugin } from 'vite';

/** Drops the .woff and .ttf fallbacks from KaTeX's stylesheet: every browser that runs this reads woff2. */
export const katexWoff2Only = (): Plugin => ({
  name: 'gatebook-katex-woff2',
  enforce: 'pre',
  transform(code, id) {
    if (!/katex(\.min)?\.css$/.test(id.split('?')[0] ?? '')) return null;
    return {
      code: code.replace(/,\s*url\([^)]*\.(woff|ttf)\)\s*format\("(woff|truetype)"\)/g, ''),
      map: null,
    };
  },
});
