import { defineMessages } from '../lang.tsx';

export const lossMessages = defineMessages({
  zh: {
    loss: '损失（奈特/字符）',
    perplexity: '困惑度',
    steps: '步',
    training: '训练（平滑）',
    heldOut: '验证集',
    uniform: (V: number, loss: string) => `均匀猜测 ln ${V} = ${loss}`,
    empty: '点“开始训练”，曲线从这里开始',
    emptyFrom: (step: string) => `点“开始训练”，曲线从第 ${step} 步接着画`,
    axis: '损失轴',
    linear: '线性',
    log: '对数',
    now: (step: string, loss: string, perplexity: string) =>
      `第 ${step} 步：损失 ${loss}，困惑度 ${perplexity}`,
    binned: (step: string, loss: string, perplexity: string) =>
      `第 ${step} 步前后：损失 ${loss}，困惑度 ${perplexity}`,
    held: (loss: string) => `，验证集 ${loss}`,
    chart: (now: string, uniform: string) => `损失随训练步数变化的曲线。${now}。${uniform}。`,
    chartEmpty: (uniform: string) => `损失随训练步数变化的曲线，还没有训练。${uniform}。`,
    table: '损失曲线的数据',
  },
  en: {
    loss: 'loss (nats a character)',
    perplexity: 'perplexity',
    steps: 'steps',
    training: 'training, smoothed',
    heldOut: 'held out',
    uniform: (V: number, loss: string) => `uniform guess ln ${V} = ${loss}`,
    empty: 'Press play: the curve starts here',
    emptyFrom: (step: string) => `Press play: the curve goes on from step ${step}`,
    axis: 'Loss axis',
    linear: 'linear',
    log: 'log',
    now: (step: string, loss: string, perplexity: string) =>
      `step ${step}: loss ${loss}, perplexity ${perplexity}`,
    binned: (step: string, loss: string, perplexity: string) =>
      `around step ${step}: loss ${loss}, perplexity ${perplexity}`,
    held: (loss: string) => `, held out ${loss}`,
    chart: (now: string, uniform: string) => `The loss against training steps; ${now}; ${uniform}.`,
    chartEmpty: (uniform: string) => `The loss against training steps, before any training; ${uniform}.`,
    table: 'The loss curve’s data',
  },
});
