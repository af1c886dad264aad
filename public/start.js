// The front door: goes to the stored language, else the browser's.
(() => {
  let lang = null;
  try {
    lang = localStorage.getItem('gatebook.lang');
  } catch {}
  if (lang !== 'zh' && lang !== 'en') lang = /^zh\b/i.test(navigator.language) ? 'zh' : 'en';
  location.replace(new URL(`${lang}/`, location.href));
})();
