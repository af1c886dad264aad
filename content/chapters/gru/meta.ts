import type { ChapterMeta } from '../types.ts';

export const meta: ChapterMeta = {
  slug: 'gru',
  title: { zh: '门控循环单元', en: 'Gated Recurrent Unit' },
  short: { zh: 'GRU', en: 'GRU' },
  summary: {
    zh: '普通循环网络每一步都把旧状态整个改写一遍。GRU 学会先问两件事：旧的要用多少，新的要写多少。',
    en: 'A plain recurrent network rewrites its whole state at every step. A GRU learns to ask two things first: how much of the old to use, and how much of the new to write.',
  },
  sections: [
    { id: 'why', zh: '为什么要有门', en: 'Why gates' },
    { id: 'equations', zh: '四个方程', en: 'Four equations' },
    { id: 'structure', zh: '结构', en: 'The structure' },
    { id: 'timestep', zh: '一个时间步，逐个数字', en: 'One timestep in numbers' },
    { id: 'scratch', zh: '从零实现', en: 'From scratch' },
    { id: 'concise', zh: '简洁实现', en: 'The concise way' },
    { id: 'training', zh: '训练', en: 'Training' },
    { id: 'experiments', zh: '三个实验', en: 'Three experiments' },
    { id: 'conventions', zh: '两种重置约定', en: 'Two reset conventions' },
    { id: 'pitfalls', zh: '常见的坑', en: 'Pitfalls' },
    { id: 'summary', zh: '小结', en: 'Summary' },
    { id: 'references', zh: '参考文献', en: 'References' },
  ],
  experiments: ['update-gate', 'reset-conventions', 'small-text'],
};
