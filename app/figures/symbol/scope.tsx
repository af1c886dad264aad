import type { ReactNode } from 'react';
import { useSymbolScope } from './focus.ts';
import './symbol.css';

/** Makes the typeset symbols inside (a lesson's `<Tex>`) light up with the rest of the experiment. */
export function SymbolScope({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div className={className} {...useSymbolScope()}>
      {children}
    </div>
  );
}
