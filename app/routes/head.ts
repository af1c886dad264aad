/** What a page is called, for its tab and for those who link to it. */
import { CHAPTERS } from '../../content/chapters/index.ts';
import { meta as engineMeta } from '../../content/engine/meta.ts';
import { homeMessages } from '../i18n/messages/home.ts';
import type { Route } from './path.ts';

const SITE = 'Gatebook · 门控笔记';

export function headOf(route: Route): { title: string; description: string } {
  if (route.kind === 'chapter' || route.kind === 'engine') {
    const slug = route.kind === 'chapter' ? route.slug : null;
    const meta = slug === null ? engineMeta : CHAPTERS.find((chapter) => chapter.slug === slug);
    if (meta) return { title: `${meta.title[route.lang]} · Gatebook`, description: meta.summary[route.lang] };
  }
  if (route.kind === 'home') return { title: SITE, description: homeMessages[route.lang].lead };
  return { title: SITE, description: homeMessages.en.lead };
}
