/** A sentence for every failure the engine or the page expects: what was wrong, what is accepted, what is kept. */
import type { ErrorCode, ErrorParams } from '../../../engine/index.ts';
import { defineMessages, type Lang } from '../lang.tsx';
import { formatCount, formatFixed, formatSetting } from '../numbers.ts';
import { settingName } from './settings.ts';

/** Failures of the engine, and of the page around it. */
type Params = ErrorParams & { 'fetch-failed': { readonly what: string } };
type Sentences = { readonly [C in keyof Params]: (params: Params[C]) => string };

/** 5 MB, 12.4 GB, 800 kB; a kB is 1,024 bytes, as file managers count. */
export function formatBytes(bytes: number): string {
  const [size, unit] =
    bytes >= 2 ** 30 ? [2 ** 30, 'GB'] : bytes >= 2 ** 20 ? [2 ** 20, 'MB'] : [2 ** 10, 'kB'];
  return `${Number((bytes / size).toPrecision(3))} ${unit}`;
}

const gradient = (norm: number): string =>
  norm < 1e4 ? formatFixed(norm) : norm.toExponential(1).replace('e+', 'e');

const zh: Sentences = {
  'text-empty': () => '这段文本里没有字。请粘贴一段文字，或拖入一个 .txt 文件。',
  'text-too-short': ({ length, needed }) =>
    `文本太短：只有 ${formatCount(length, 'zh')} 个字符，按现在的批量 B 和窗口 T，至少要 ${formatCount(needed, 'zh')} 个。换一段长一些的文本，或把 B、T 调小。`,
  'text-binary': () => '这个文件不是文本：里面有文本不会用到的控制字符。请选一个 UTF-8 编码的 .txt 文件。',
  'text-not-utf8': ({ offset }) =>
    `文件不是 UTF-8 编码：第 ${formatCount(offset, 'zh')} 个字节无法解码。请在编辑器里另存为 UTF-8，再拖进来。`,
  'text-too-large': ({ bytes, limit }) =>
    `文件有 ${formatBytes(bytes)}，超过了 ${formatBytes(limit)} 的上限。请截取一段再试。`,
  'config-invalid': ({ key, value, expected }) =>
    `${settingName(key, 'zh')}不能是“${value}”，可取的值是 ${expected}。原来的设置没有动。`,
  'out-of-memory': ({ needed, limit }) =>
    `这样的模型需要 ${formatBytes(needed)} 内存，而上限是 ${formatBytes(limit)}。把 H、B 或 T 调小一些。原来的模型还在。`,
  diverged: ({ step, gradNorm, learningRate, lastGoodStep }) =>
    `训练在第 ${formatCount(step, 'zh')} 步发散：梯度范数 ${gradient(gradNorm)}，学习率 ${formatSetting(learningRate)}。第 ${formatCount(lastGoodStep, 'zh')} 步的参数是好的，已经保存。`,
  'checkpoint-damaged': ({ reason }) =>
    `存下的模型读不出来（${reason}）。页面上的模型没有动；刷新页面可以重新下载。`,
  'dataset-damaged': ({ reason }) => `这份数据读不了（${reason}）。原来的数据和模型都没有动。`,
  'probe-empty': () => '至少要有一个字符，模型才有东西可读。原来的那一行还在。',
  'session-unknown': () =>
    '引擎里已经没有这个模型了，可能是标签页在后台太久。按一次重来，它会从随机参数重建。',
  'argument-invalid': ({ where, expected, got }) =>
    `引擎收到了它不能用的值（${where}：应为 ${expected}，实为 ${got}）。这是页面的错，不是你的；原来的模型没有动。`,
  'fetch-failed': ({ what }) => `没能下载 ${what}。检查网络后再试一次；页面上已有的内容不受影响。`,
};

const en: Sentences = {
  'text-empty': () => 'There are no characters in this text. Paste some, or drop a .txt file.',
  'text-too-short': ({ length, needed }) =>
    `The text is too short: it has ${formatCount(length, 'en')} characters, and this batch size B and window T need at least ${formatCount(needed, 'en')}. Take a longer text, or make B or T smaller.`,
  'text-binary': () =>
    'This file is not text: it holds control characters that no text uses. A .txt file in UTF-8 will do.',
  'text-not-utf8': ({ offset }) =>
    `This file is not UTF-8: the byte at offset ${formatCount(offset, 'en')} cannot be read. Save it as UTF-8 in an editor and drop it again.`,
  'text-too-large': ({ bytes, limit }) =>
    `This file is ${formatBytes(bytes)}; up to ${formatBytes(limit)} is accepted. Cut out a part of it and try again.`,
  'config-invalid': ({ key, value, expected }) =>
    `The ${settingName(key, 'en')} cannot be “${value}”; accepted is ${expected}. The setting you had is unchanged.`,
  'out-of-memory': ({ needed, limit }) =>
    `This model would need ${formatBytes(needed)} of memory; the limit is ${formatBytes(limit)}. Make H, B or T smaller. The model you had is still here.`,
  diverged: ({ step, gradNorm, learningRate, lastGoodStep }) =>
    `Training diverged at step ${formatCount(step, 'en')}: gradient norm ${gradient(gradNorm)}, learning rate ${formatSetting(learningRate)}. The last good parameters, of step ${formatCount(lastGoodStep, 'en')}, are kept.`,
  'checkpoint-damaged': ({ reason }) =>
    `The stored model cannot be read (${reason}). The model on this page is unchanged; reloading the page fetches it anew.`,
  'dataset-damaged': ({ reason }) =>
    `This data set cannot be read (${reason}). The data and the model you had are unchanged.`,
  'probe-empty': () => 'The model needs at least one character to read. The line you had is still here.',
  'session-unknown': () =>
    'The engine no longer holds this model; the tab may have slept too long. Reset builds it again from random parameters.',
  'argument-invalid': ({ where, expected, got }) =>
    `The engine was handed a value it cannot use (${where}: ${expected}, got ${got}). That is this page’s fault, not yours; the model you had is unchanged.`,
  'fetch-failed': ({ what }) =>
    `Could not download ${what}. Check the connection and try again; what is on the page is not affected.`,
};

const SENTENCES: Readonly<Record<Lang, Sentences>> = { zh, en };

/** Any expected failure as plain data. */
export type ExpectedFailure = { [C in keyof Params]: { readonly code: C; readonly params: Params[C] } }[
  | ErrorCode
  | 'fetch-failed'];

/** The failure in a sentence in the reader's language. */
export const failureSentence = <C extends keyof Params>(
  failure: { readonly code: C; readonly params: Params[C] },
  lang: Lang,
): string => SENTENCES[lang][failure.code](failure.params);

export const failureMessages = defineMessages({
  zh: {
    crashed: '引擎停了，训练已中断。页面照常可以读，图里是停下之前的最后状态。',
    divergedBriefly: (step: string) => `训练已发散，停在第 ${step} 步。`,
    recover: (step: string) => `回到第 ${step} 步的参数`,
    recoverBriefly: '回到最后一组好的参数',
    calmer: (rate: string) => `回去，并把学习率改成 ${rate}`,
    restart: '重新启动引擎',
    dismiss: '关闭提示',
  },
  en: {
    crashed:
      'The engine stopped and training with it. The page still works; the figures show the last state before that.',
    divergedBriefly: (step: string) => `Training diverged and stopped at step ${step}.`,
    recover: (step: string) => `Return to the parameters of step ${step}`,
    recoverBriefly: 'Return to the last good parameters',
    calmer: (rate: string) => `Return, and set the learning rate to ${rate}`,
    restart: 'Restart the engine',
    dismiss: 'Dismiss this message',
  },
});
