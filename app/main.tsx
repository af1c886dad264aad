import { createRoot, hydrateRoot } from 'react-dom/client';
import { App } from './App.tsx';
import type { StoredTraces } from './experiment/registry.tsx';
import { decodeStoredTrace } from './experiment/stored-trace.ts';
import { loadPage } from './routes/load.ts';
import 'katex/dist/katex.min.css';
import './styles/global.css';

const base = import.meta.env.BASE_URL;

/** The trace that this page's figures were drawn with, when it was built. */
function readStored(): StoredTraces {
  const element = document.getElementById('stored-traces');
  if (!element?.textContent) return {};
  const files = JSON.parse(element.textContent) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(files).map(([preset, file]) => [preset, decodeStoredTrace(file)]));
}

const root = document.getElementById('app');
if (root && root.dataset.page !== 'start') {
  const path = `/${location.pathname.slice(base.length)}`;
  const page = await loadPage(path);
  const app = <App initial={page} base={base} stored={readStored()} />;
  // The page for missing addresses is one file for all of them: nothing of it can be drawn ahead.
  if (root.dataset.page === 'missing' || !root.firstElementChild) createRoot(root).render(app);
  else hydrateRoot(root, app);
}
