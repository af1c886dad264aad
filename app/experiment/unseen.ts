/** What nobody can see need not train. */

/** Milliseconds out of sight. */
const PATIENCE = 30_000;

/** The part of a `Document` that says whether it can be seen. */
export type Page = Pick<Document, 'visibilityState' | 'addEventListener'>;

/** Calls `act` whenever the page has been hidden for 30 s on end. */
export function whenUnseen(page: Page, act: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  page.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (page.visibilityState === 'hidden') timer = setTimeout(act, PATIENCE);
  });
}
