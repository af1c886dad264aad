import { createContext, type ReactNode, useContext } from 'react';

export const LANGS = ['zh', 'en'] as const;
export type Lang = (typeof LANGS)[number];
export const isLang = (value: unknown): value is Lang => value === 'zh' || value === 'en';

const LangContext = createContext<Lang>('en');

export const LangProvider = ({ lang, children }: { lang: Lang; children: ReactNode }) => (
  <LangContext value={lang}>{children}</LangContext>
);

export const useLang = (): Lang => useContext(LangContext);

/** A sentence, or a function that fills one. */
type Message = string | ((...args: never[]) => string);
type Catalogue = Record<string, Message>;
/** The other language: the same keys, each of the same kind. A missing key does not compile. */
type Twin<C extends Catalogue> = {
  readonly [K in keyof C]: C[K] extends (...args: infer A) => string ? (...args: A) => string : string;
};

export interface Messages<C extends Catalogue> {
  readonly zh: C;
  readonly en: Twin<C>;
}

/** Declares one area's sentences in both languages, as equals. */
export const defineMessages = <const C extends Catalogue>(messages: Messages<C>): Messages<C> => messages;

/** The catalogue in the reader's language. */
export function useMessages<C extends Catalogue>(messages: Messages<C>): Twin<C> {
  return (useLang() === 'zh' ? messages.zh : messages.en) as Twin<C>;
}
