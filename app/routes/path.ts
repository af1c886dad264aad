import { CHAPTERS } from '../../content/chapters/index.ts';
import { isLang, type Lang } from '../i18n/lang.tsx';

/** What a path asks for; `missing` for a path that is no page. */
export type Route =
  | { readonly kind: 'start' }
  | { readonly kind: 'home'; readonly lang: Lang }
  | { readonly kind: 'chapter'; readonly lang: Lang; readonly slug: string }
  | { readonly kind: 'engine'; readonly lang: Lang }
  | { readonly kind: 'missing'; readonly lang: Lang | null; readonly path: string };

/** `path` is relative to the site's base and starts with a slash. */
export function parsePath(path: string): Route {
  const parts = path.split('/').filter(Boolean);
  const [lang, area, slug] = parts;
  if (parts.length === 0 || path === '/index.html') return { kind: 'start' };
  if (isLang(lang)) {
    if (parts.length === 1) return { kind: 'home', lang };
    if (parts.length === 2 && area === 'engine') return { kind: 'engine', lang };
    if (parts.length === 3 && area === 'chapters' && CHAPTERS.some((chapter) => chapter.slug === slug)) {
      return { kind: 'chapter', lang, slug };
    }
  }
  return { kind: 'missing', lang: isLang(lang) ? lang : null, path };
}

export const homePath = (lang: Lang) => `/${lang}/`;
export const chapterPath = (lang: Lang, slug: string) => `/${lang}/chapters/${slug}/`;

/** How the notebook trains, and how fast. */
export const enginePath = (lang: Lang) => `/${lang}/engine/`;

/** The same page in another language. */
export function inLanguage(route: Route, lang: Lang): string {
  if (route.kind === 'engine') return enginePath(lang);
  return route.kind === 'chapter' ? chapterPath(lang, route.slug) : homePath(lang);
}

/** Every page that is served, for the prerender. */
export const ALL_PATHS: readonly string[] = [
  '/',
  ...(['zh', 'en'] as const).flatMap((lang) => [
    homePath(lang),
    enginePath(lang),
    ...CHAPTERS.map((chapter) => chapterPath(lang, chapter.slug)),
  ]),
];
