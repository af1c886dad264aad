/** What the settings of a run, its data included, are called in a sentence. */
import type { RunConfig } from '../../../engine/index.ts';
import type { Lang } from '../lang.tsx';

type Names = Readonly<Record<Lang, string>>;

const OF_RUNS: Readonly<Record<keyof RunConfig | 'shards', Names>> = {
  cell: { zh: '循环单元', en: 'cell' },
  hidden: { zh: '隐藏单元数 H', en: 'hidden size H' },
  layers: { zh: '层数 L', en: 'number of layers L' },
  bidirectional: { zh: '双向', en: 'choice of both directions' },
  dropout: { zh: '暂退率', en: 'dropout rate' },
  activation: { zh: '激活函数', en: 'activation' },
  reset: { zh: '重置约定', en: 'reset convention' },
  biases: { zh: '偏置', en: 'biases' },
  init: { zh: '初始化', en: 'initialisation' },
  spectralRadius: { zh: '谱半径', en: 'spectral radius' },
  keepBias: { zh: '保留偏置', en: 'bias towards keeping' },
  batch: { zh: '批量 B', en: 'batch size B' },
  window: { zh: '窗口 T', en: 'window T' },
  sampling: { zh: '采样方式', en: 'sampling' },
  unit: { zh: '词元单位', en: 'kind of token' },
  vocabularyLimit: { zh: '词表上限', en: 'vocabulary limit' },
  optimiser: { zh: '优化器', en: 'optimiser' },
  learningRate: { zh: '学习率 η', en: 'learning rate η' },
  weightDecay: { zh: '权重衰减 λ', en: 'weight decay λ' },
  schedule: { zh: '学习率调度', en: 'learning-rate schedule' },
  scheduleSteps: { zh: '调度步数', en: 'schedule’s number of steps' },
  scheduleFactor: { zh: '调度系数', en: 'schedule’s factor' },
  clip: { zh: '裁剪阈值 θ', en: 'clipping threshold θ' },
  clipKind: { zh: '裁剪约定', en: 'clipping convention' },
  patience: { zh: '早停耐心', en: 'patience of early stopping' },
  seed: { zh: '随机种子', en: 'seed' },
  shards: { zh: '分片数', en: 'number of shards' },
};

/** The name of a setting, as the controls call it; an unknown key (a task's parameter) stays itself. */
export const settingName = (key: string, lang: Lang): string =>
  (OF_RUNS as Readonly<Record<string, Names>>)[key]?.[lang] ?? key;
