import { defineMessages } from '../lang.tsx';

export const heatmapMessages = defineMessages({
  zh: {
    surface: (H: number, T: number) => `门控热图：${H} 个单元 × ${T} 个时间步`,
    readOut: '光标处的数值',
    place: (unit: number, t: number, token: string) => `单元 ${unit} · 时间步 ${t}“${token}”`,
    hovered: (letter: string, unit: number, t: number, token: string, value: string) =>
      `${letter} · 单元 ${unit} · 时间步 ${t}“${token}”= ${value}`,
    hintKeys: '←/→ 换时间步，↑/↓ 换单元；',
    hintPointer: '点按或拖动选格子',
    sort: '单元排序',
    sortIndex: '按编号',
    sortMean: '按均值',
    sortSimilarity: '按相似度',
    meanOf: '按哪个量的均值',
    resort: '重新排序',
    resortHint: '训练时行的次序不动；暂停后自动重排',
    gates: '门',
    states: '状态',
    waiting: '正在等第一次读出……',
  },
  en: {
    surface: (H: number, T: number) => `Gate heatmap: ${H} units × ${T} timesteps`,
    readOut: 'Values at the cursor',
    place: (unit: number, t: number, token: string) => `unit ${unit} · t ${t} “${token}”`,
    hovered: (letter: string, unit: number, t: number, token: string, value: string) =>
      `${letter} · unit ${unit} · t ${t} “${token}” = ${value}`,
    hintKeys: '←/→ timestep, ↑/↓ unit; ',
    hintPointer: 'press or drag to choose a cell',
    sort: 'Sort units',
    sortIndex: 'by number',
    sortMean: 'by mean',
    sortSimilarity: 'by similarity',
    meanOf: 'Mean of',
    resort: 'sort again',
    resortHint: 'Rows keep their places while it trains; pausing sorts them again',
    gates: 'gates',
    states: 'states',
    waiting: 'Waiting for the first reading …',
  },
});
