import type { Bilingual } from '../experiments/types.ts';
import { meta as gru } from './gru/meta.ts';
import type { ChapterMeta } from './types.ts';

/** The chapters that can be read, in order. */
export const CHAPTERS: readonly ChapterMeta[] = [gru];

/** The whole plan, in reading order: what the home page lists. */
export const PLAN: readonly { readonly slug: string; readonly name: Bilingual }[] = [
  { slug: 'sequences', name: { zh: '序列与语言模型', en: 'Sequences and language models' } },
  { slug: 'rnn', name: { zh: '循环神经网络', en: 'Recurrent networks' } },
  { slug: 'bptt', name: { zh: '通过时间反向传播', en: 'Backpropagation through time' } },
  { slug: 'gru', name: { zh: '门控循环单元', en: 'Gated recurrent unit' } },
  { slug: 'lstm', name: { zh: '长短期记忆', en: 'Long short-term memory' } },
  { slug: 'deep', name: { zh: '深度循环神经网络', en: 'Deep recurrent networks' } },
  { slug: 'bidirectional', name: { zh: '双向循环神经网络', en: 'Bidirectional networks' } },
  { slug: 'training', name: { zh: '训练的手艺', en: 'The craft of training' } },
  { slug: 'choosing', name: { zh: '选择与比较', en: 'Choosing and comparing' } },
];
