import { homePath } from './path.ts';

/** The front door, for a browser without scripts: `/start.js` goes on by itself. */
export default function StartPage() {
  const to = (lang: 'zh' | 'en') => import.meta.env.BASE_URL.replace(/\/$/, '') + homePath(lang);
  return (
    <main style={{ padding: '20vh 10vw' }}>
      <h1>Gatebook · 门控笔记</h1>
      <p>
        <a href={to('zh')} lang="zh-CN" hrefLang="zh">
          中文
        </a>
        {' · '}
        <a href={to('en')} lang="en" hrefLang="en">
          English
        </a>
      </p>
    </main>
  );
}
