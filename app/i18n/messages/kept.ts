import { defineMessages } from '../lang.tsx';

export const keptMessages = defineMessages({
  zh: {
    kept: (text: string, step: string) => `上次的训练还在：${text}，第 ${step} 步。`,
    resume: '接着上次的训练',
    unreadable: (text: string) =>
      `上次训练的模型读不出来了：文件损坏，或是这个页面的旧版本存下的。用的文本（${text}）和设置都还在。`,
    anew: '用这些从头训练',
    forget: '不要了',
  },
  en: {
    kept: (text: string, step: string) => `Your last run is kept: ${text}, step ${step}.`,
    resume: 'Continue it',
    unreadable: (text: string) =>
      `The model of your last run cannot be read: the file is damaged, or an older version of this page wrote it. Its text (${text}) and settings are still here.`,
    anew: 'Train anew with them',
    forget: 'Forget it',
  },
});
