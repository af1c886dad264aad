import { useEffect, useState } from 'react';
import { Router, useLocation } from 'wouter';
import { RegistryProvider, type StoredTraces } from './experiment/registry.tsx';
import { LangProvider } from './i18n/lang.tsx';
import { Frame } from './notebook/frame/frame.tsx';
import ChapterPage from './routes/chapter.tsx';
import EnginePage from './routes/engine.tsx';
import HomePage from './routes/home.tsx';
import { type LoadedPage, loadPage } from './routes/load.ts';
import MissingPage from './routes/missing.tsx';
import StartPage from './routes/start.tsx';
import { useArrival } from './routes/use-arrival.ts';

export interface AppProps {
  readonly initial: LoadedPage;
  /** The site's base path, with both slashes. */
  readonly base: string;
  /** Pretrained traces that came with the page. */
  readonly stored: StoredTraces;
  /** The path being drawn, when there is no `location` (prerender). */
  readonly ssrPath?: string;
}

export const App = ({ initial, base, stored, ssrPath }: AppProps) => (
  <Router base={base.replace(/\/$/, '')} {...(ssrPath !== undefined && { ssrPath })}>
    <RegistryProvider base={base} stored={stored}>
      <Pages initial={initial} />
    </RegistryProvider>
  </Router>
);

/** Draws the loaded page; the last one stays until the next has come. */
function Pages({ initial }: { initial: LoadedPage }) {
  const [page, setPage] = useState(initial);
  const [location] = useLocation();
  useEffect(() => {
    let current = true;
    void loadPage(location).then((next) => {
      if (current)
        setPage((shown) => (shown.Lesson === next.Lesson && sameRoute(shown, next) ? shown : next));
    });
    return () => {
      current = false;
    };
  }, [location]);

  const { route, Lesson } = page;
  useArrival(route);
  if (route.kind === 'start') return <StartPage />;
  const lang = route.lang ?? 'en';
  return (
    <LangProvider lang={lang}>
      <Frame route={route}>
        {route.kind === 'home' && <HomePage />}
        {route.kind === 'chapter' && Lesson && <ChapterPage slug={route.slug} Lesson={Lesson} />}
        {route.kind === 'engine' && Lesson && <EnginePage Lesson={Lesson} />}
        {route.kind === 'missing' && <MissingPage path={route.path} lang={route.lang} />}
      </Frame>
    </LangProvider>
  );
}

const sameRoute = (a: LoadedPage, b: LoadedPage) => JSON.stringify(a.route) === JSON.stringify(b.route);
