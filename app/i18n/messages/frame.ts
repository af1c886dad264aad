import { defineMessages } from '../lang.tsx';

export const frameMessages = defineMessages({
  zh: {
    skip: '跳到正文',
    chapters: '章节',
    language: '语言',
    theme: '配色',
    light: '浅色',
    dark: '深色',
    home: '门控笔记首页',
    contents: '本章目录',
    footer: '所有计算都在你的浏览器里完成，文本不会离开这台机器。',
    engine: '引擎：怎样训练，有多快',
    source: '语料与许可',
    missingTitle: '没有这一页',
    missingText: (path: string) => `“${path}”不是门控笔记的地址。可以从首页进入，或直接读已有的章节：`,
    homeLink: '回到首页',
    sourceOf: (file: string) => `引擎源码：${file}`,
  },
  en: {
    skip: 'Skip to the text',
    chapters: 'Chapters',
    language: 'Language',
    theme: 'Theme',
    light: 'Light',
    dark: 'Dark',
    home: 'Gatebook home',
    contents: 'In this chapter',
    footer: 'Everything is computed in your browser. No text leaves this machine.',
    engine: 'Under the hood: how it trains, and how fast',
    source: 'Corpora and licences',
    missingTitle: 'There is no such page',
    missingText: (path: string) =>
      `“${path}” is not an address in Gatebook. Start from the home page, or read a chapter that exists:`,
    homeLink: 'Go to the home page',
    sourceOf: (file: string) => `The engine’s source: ${file}`,
  },
});
