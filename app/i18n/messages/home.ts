import { defineMessages } from '../lang.tsx';

export const homeMessages = defineMessages({
  zh: {
    title: '看见门的开合',
    lead: '门控笔记是一本讲循环神经网络的交互式教程，打开浏览器就能读。网络就在你这台机器上训练：读一段，调一个参数，停在任意一个时间步，看每一扇门此刻的真实取值。',
    enter: '从 GRU 一章读起',
    plan: '章节',
    later: '撰写中',
    hood: '引擎：网络怎样在你的浏览器里训练，有多快',
    figure: (text: string) => `一个训练好的 GRU 正在读“${text}”`,
    caption:
      '上：这一时间步里，一个隐藏单元的信息怎样流动。下：所有单元的更新门，颜色越靠近色条右端，留得越多。数值都由引擎算出。',
    play: '继续播放',
    pause: '暂停播放',
    status: (t: number, token: string) => `时间步 ${t}“${token}”`,
  },
  en: {
    title: 'Watch the gates move',
    lead: 'Gatebook is a notebook on recurrent networks that lives in your browser. The network trains on your own machine: read a page, turn a knob, stop at any timestep, and see the value of every gate at that moment.',
    enter: 'Start with the GRU',
    plan: 'Chapters',
    later: 'being written',
    hood: 'Under the hood: how a network trains in your browser, and how fast',
    figure: (text: string) => `A trained GRU reading “${text}”`,
    caption:
      'Above: how one hidden unit’s information flows at this timestep. Below: every unit’s update gate; the nearer its colour to the right end of the scale, the more is kept. All values come from the engine.',
    play: 'Resume',
    pause: 'Pause',
    status: (t: number, token: string) => `timestep ${t} “${token}”`,
  },
});
