import { defineMessages } from '../lang.tsx';

export const writerMessages = defineMessages({
  zh: {
    prefix: '开头',
    prefixHint: '模型从这几个字接着写。',
    prefixEmpty: '开头至少要有一个字符。',
    temperature: '温度',
    temperatureHint: '越低越保守，0 总取概率最大的字符；越高越随意。',
    temperatureOutside: (text: string) =>
      `${text ? `“${text}”不行` : '这里是空的'}：温度应是 0 到 2 之间的数。`,
    write: '现在写一段',
    output: '模型写的文字',
    at: (step: string, temperature: string) => `第 ${step} 步的模型，温度 ${temperature}`,
    nothing: '还没有写。按“现在写一段”，模型就接着开头往下写；训练时它会不断重写。',
    prefixRead: '开头：',
    continuationRead: '续写：',
    next: (read: string) => `读完“${read}”，下一个字符`,
    nextEmpty: '下一个字符',
    actual: '原文',
    actualElsewhere: (token: string, p: string) => `原文是“${token}”，概率 ${p}`,
    end: '这一行到此为止',
  },
  en: {
    prefix: 'Prefix',
    prefixHint: 'The model goes on from here.',
    prefixEmpty: 'The prefix needs at least one character.',
    temperature: 'Temperature',
    temperatureHint: 'Lower is safer, 0 always takes the likeliest character; higher is wilder.',
    temperatureOutside: (text: string) =>
      `${text ? `“${text}” will not do.` : 'Nothing is typed here.'} Temperature takes a number from 0 to 2.`,
    write: 'Write now',
    output: 'What the model wrote',
    at: (step: string, temperature: string) => `the model of step ${step}, temperature ${temperature}`,
    nothing:
      'Nothing yet. “Write now” lets the model go on from the prefix; while it trains, it keeps rewriting.',
    prefixRead: 'Prefix: ',
    continuationRead: 'Continuation: ',
    next: (read: string) => `Next character, having read “${read}”`,
    nextEmpty: 'Next character',
    actual: 'in the text',
    actualElsewhere: (token: string, p: string) => `the text goes on with “${token}”, p = ${p}`,
    end: 'the line ends here',
  },
});
