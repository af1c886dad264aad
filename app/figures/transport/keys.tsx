import { useMessages } from '../../i18n/lang.tsx';
import { transportMessages } from '../../i18n/messages/transport.ts';
import { Popover } from '../../ui/popover.tsx';
import styles from './transport.module.css';

/** The `?` button: the keys that every figure knows. */
export function Keys() {
  const say = useMessages(transportMessages);
  const rows: readonly [keys: string, what: string][] = [
    ['← →', say.keyTime],
    ['↑ ↓', say.keyUnit],
    ['Home End', say.keyEnds],
    [say.space, say.keyPlay],
    ['.', say.keyStep],
    ['Esc', say.keyEscape],
    ['?', say.help],
  ];
  return (
    <span data-keys>
      <Popover
        trigger={{ variant: 'icon', label: say.help, title: say.help, children: '?' }}
        label={say.help}
      >
        <p className={styles.keysIntro}>{say.keys}</p>
        <dl className={styles.keys}>
          {rows.map(([keys, what]) => (
            <div key={keys}>
              <dt>
                {keys.split(' ').map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </Popover>
    </span>
  );
}
