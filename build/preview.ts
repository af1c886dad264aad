import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

/** Serves 404.html for a path that is no page, as static hosts do. */
export const missingPages = (): Plugin => ({
  name: 'gatebook-missing-pages',
  configurePreviewServer(server) {
    const out = resolve(server.config.root, server.config.build.outDir);
    // By now static files have been served and a page's address has been rewritten to its index.html.
    return () => {
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? '/').split('?')[0] ?? '/';
        if (path.endsWith('.html') && existsSync(join(out, path))) return next();
        response.statusCode = 404;
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(readFileSync(join(out, '404.html')));
      });
    };
  },
});
