import { defineMessages } from '../lang.tsx';

export const keptMessages = defineMessages({
  zh: {
    kept: (text: string, step: string) => `上次的训练还在：${text}，第 ${step} 步。`,
    resume: '接着上次的训练',
    forget: '不要了',
  },
  en: {
    kept: (text: string, step: string) => `Your last run is kept: ${text}, step ${step}.`,
    resume: 'Continue it',
    forget: 'Forget it',
  },
});
