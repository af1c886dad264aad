import type { ComponentType } from 'react';
import type { Lang } from '../i18n/lang.tsx';
import { parsePath, type Route } from './path.ts';

export type LessonComponent = ComponentType<{ components?: Record<string, unknown> }>;

/** A route with what it needs to be drawn at once. */
export interface LoadedPage {
  readonly route: Route;
  readonly Lesson: LessonComponent | null;
}

const lessons = import.meta.glob<{ default: LessonComponent }>('../../content/chapters/*/*.mdx');
const engine = import.meta.glob<{ default: LessonComponent }>('../../content/engine/*.mdx');

const lessonFile = (slug: string, lang: Lang) => `../../content/chapters/${slug}/${lang}.mdx`;

/** Loads the page at `path`: the lesson's text comes in a file of its own, one a language. */
export async function loadPage(path: string): Promise<LoadedPage> {
  const route = parsePath(path);
  if (route.kind === 'engine') {
    return { route, Lesson: (await engine[`../../content/engine/${route.lang}.mdx`]()).default };
  }
  if (route.kind !== 'chapter') return { route, Lesson: null };
  const module = await lessons[lessonFile(route.slug, route.lang)]();
  return { route, Lesson: module.default };
}
