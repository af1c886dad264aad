/** MDX lessons: compiled with equations already typeset, so no KaTeX runs in the browser. */
import { compile } from '@mdx-js/mdx';
import rehypeShiki from '@shikijs/rehype';
import type { Element, ElementContent, Parents, Root } from 'hast';
import { toString as textOf } from 'hast-util-to-string';
import remarkCjkFriendly from 'remark-cjk-friendly';
import remarkCjkStrike from 'remark-cjk-friendly-gfm-strikethrough';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import { SKIP, visitParents } from 'unist-util-visit-parents';
import type { Plugin } from 'vite';
import { renderTex } from './katex.ts';
import { codeThemes } from './sources.ts';

/** Replaces each formula by one `<Tex html="…" />` node: hundreds of spans would be slow to render. */
function rehypeTex() {
  return (tree: Root) =>
    visitParents(tree, 'element', (element: Element, ancestors: Parents[]) => {
      const names = (element.properties.className ?? []) as string[];
      const display = names.includes('math-display');
      if (!display && !names.includes('math-inline')) return undefined;
      let parent = ancestors.at(-1) as Element;
      let scope: Element = element;
      if (parent.tagName === 'pre') {
        scope = parent;
        parent = ancestors.at(-2) as Element;
      }
      const html = renderTex(textOf(element), { displayMode: display });
      const node = {
        type: display ? 'mdxJsxFlowElement' : 'mdxJsxTextElement',
        name: 'Tex',
        attributes: [
          { type: 'mdxJsxAttribute', name: 'html', value: html },
          ...(display ? [{ type: 'mdxJsxAttribute', name: 'display', value: null }] : []),
        ],
        children: [],
      };
      parent.children.splice(parent.children.indexOf(scope), 1, node as unknown as ElementContent);
      return SKIP;
    });
}

export function mdx(): Plugin {
  return {
    name: 'gatebook-mdx',
    enforce: 'pre',
    async transform(code, id) {
      const path = id.split('?')[0] ?? id;
      if (!path.endsWith('.mdx')) return null;
      const file = await compile(
        { value: code, path },
        {
          providerImportSource: undefined,
          remarkPlugins: [remarkGfm, remarkCjkFriendly, remarkCjkStrike, remarkMath],
          rehypePlugins: [
            rehypeTex,
            [rehypeShiki, { themes: codeThemes, defaultColor: false, langs: ['ts', 'python'] }],
          ],
        },
      );
      return { code: String(file), map: null };
    },
  };
}
