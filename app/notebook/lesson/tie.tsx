/** Keeps punctuation with the formula it follows or opens: an inline formula is a box, and a line may break beside any box. */
import { Children, type ComponentProps, isValidElement, type ReactNode } from 'react';
import { Tex } from '../../ui/tex.tsx';

const CLOSING = /^[，。；：、？！）》”’…,.;:?!)]+/;
const OPENING = /[（《“‘(]+$/;

const isFormula = (node: ReactNode): boolean => isValidElement(node) && node.type === Tex;

/** The children with each formula and the punctuation that touches it in one unbreakable span. */
export function tied(children: ReactNode): ReactNode {
  const nodes = Children.toArray(children);
  return nodes.map((node, i) => {
    if (isFormula(node)) {
      const before = matched(nodes[i - 1], OPENING);
      const after = matched(nodes[i + 1], CLOSING);
      if (!before && !after) return node;
      return (
        <span key={i} className="tie">
          {before}
          {node}
          {after}
        </span>
      );
    }
    if (typeof node !== 'string') return node;
    const start = isFormula(nodes[i - 1]) ? matched(node, CLOSING).length : 0;
    const end = isFormula(nodes[i + 1]) ? matched(node.slice(start), OPENING).length : 0;
    return node.slice(start, node.length - end);
  });
}

const matched = (node: ReactNode, pattern: RegExp): string =>
  typeof node === 'string' ? (pattern.exec(node)?.[0] ?? '') : '';

export const Paragraph = ({ children, ...rest }: ComponentProps<'p'>) => <p {...rest}>{tied(children)}</p>;
export const Item = ({ children, ...rest }: ComponentProps<'li'>) => <li {...rest}>{tied(children)}</li>;
