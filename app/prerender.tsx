/** Draws every page to static HTML when the site is built: prose, equations and the stored trace's numbers. */
import { renderToString } from 'react-dom/server';
import { GRU_PRESET, PRESETS } from '../content/experiments/presets.ts';
import type { PresetId } from '../content/experiments/types.ts';
import { App } from './App.tsx';
import { decodeStoredTrace } from './experiment/stored-trace.ts';
import { headOf } from './routes/head.ts';
import { loadPage } from './routes/load.ts';
import { ALL_PATHS, homePath, inLanguage, type Route } from './routes/path.ts';

export interface DrawnPage {
  /** File inside the output folder. */
  readonly file: string;
  readonly lang: string;
  readonly title: string;
  readonly description: string;
  /** The same page by language, as site-relative paths. */
  readonly alternates: Readonly<Record<string, string>>;
  readonly html: string;
  /** JSON of the stored traces the page was drawn with. */
  readonly stored: string;
  /** A page that goes on by itself or is drawn in the browser only. */
  readonly kind: Route['kind'];
}

const fileOf = (path: string) => `${path.slice(1)}index.html`;

/**
 * `readStored` gives a preset's stored trace file (parsed JSON), or null where it has not been made;
 * `base` is the site's base path.
 */
export async function drawPages(
  base: string,
  readStored: (path: string) => unknown,
): Promise<readonly DrawnPage[]> {
  const draw = async (path: string, file: string): Promise<DrawnPage> => {
    const page = await loadPage(path);
    const { route } = page;
    const preset: PresetId | null =
      route.kind === 'home' || route.kind === 'chapter' ? GRU_PRESET[route.lang] : null;
    const raw = preset && readStored(PRESETS[preset].trace);
    const stored = preset && raw ? { [preset]: decodeStoredTrace(raw) } : {};
    const ssrPath = base.replace(/\/$/, '') + path;
    const html =
      route.kind === 'missing'
        ? ''
        : renderToString(<App initial={page} base={base} stored={stored} ssrPath={ssrPath} />);
    return {
      file,
      kind: route.kind,
      lang: route.kind === 'start' || route.lang === null ? 'en' : route.lang === 'zh' ? 'zh-CN' : 'en',
      ...headOf(route),
      alternates:
        route.kind !== 'start' && route.kind !== 'missing'
          ? { zh: inLanguage(route, 'zh'), en: inLanguage(route, 'en') }
          : { zh: homePath('zh'), en: homePath('en') },
      html,
      stored: preset && raw ? JSON.stringify({ [preset]: raw }) : '',
    };
  };
  const pages = await Promise.all(ALL_PATHS.map((path) => draw(path, fileOf(path))));
  return [...pages, await draw('/404', '404.html')];
}
