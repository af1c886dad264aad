import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

/** Serves 404.html for a path that is no page, as static hosts do. */
export const missingPages = (): Plugin => ({
  name: 'gatebook-missing-pages',
  configurePreviewServer(server) {
    return () => {
      server.middlewares.use((_request, response) => {
        response.statusCode = 404;
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(readFileSync(resolve(server.config.build.outDir, '404.html')));
      });
    };
  },
});
