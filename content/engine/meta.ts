import type { ChapterMeta } from '../chapters/types.ts';

/** The page about the engine: made like a chapter, but not one of them. */
export const meta: ChapterMeta = {
  slug: 'engine',
  title: { zh: '引擎', en: 'Under the hood' },
  short: { zh: '引擎', en: 'Engine' },
  summary: {
    zh: '书里的网络就在你的浏览器里训练。它是怎么算的，凭什么信它，在你这台机器上有多快？',
    en: 'The networks in this notebook train in your browser. How they do it, why their numbers can be trusted, and how fast it goes on your machine.',
  },
  sections: [
    { id: 'arithmetics', zh: '三种算术', en: 'Three arithmetics' },
    { id: 'record', zh: '逐位重放', en: 'Bit for bit' },
    { id: 'step', zh: '一步训练', en: 'One training step' },
    { id: 'fast', zh: '快在哪里', en: 'What makes it fast' },
    { id: 'measure', zh: '在你的机器上', en: 'On your machine' },
    { id: 'checked', zh: '与PyTorch核对', en: 'Checked against PyTorch' },
    { id: 'limits', zh: '它不做什么', en: 'What it does not do' },
    { id: 'references', zh: '参考文献', en: 'References' },
  ],
  experiments: [],
};
