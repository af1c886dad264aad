import type { ReactNode, Ref } from 'react';
import styles from './button.module.css';
import { Icon, type IconName } from './icon.tsx';

export interface ButtonProps {
  readonly onPress: () => void;
  /** `text`: outlined; `quiet`: underlined words; `icon`: a bare glyph; `play`: the large round one. Default `text`. */
  readonly variant?: 'text' | 'quiet' | 'icon' | 'play';
  /** The accessible name; needed where there are no words (`icon`, `play`). States the action. */
  readonly label?: string;
  /** Shown on hover: the action and its key. */
  readonly title?: string;
  readonly icon?: IconName;
  readonly children?: ReactNode;
  /** Does nothing for now. It keeps its place in the tab order, so that focus is not lost. Default false. */
  readonly disabled?: boolean;
  /** For a button that opens something: its state and the id of what it opens. */
  readonly expanded?: boolean;
  readonly controls?: string;
  /** For a button that stays down. */
  readonly pressed?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export const Button = ({ variant = 'text', ...props }: ButtonProps) => (
  <button
    type="button"
    ref={props.ref}
    className={`${styles.button} ${styles[variant]}`}
    aria-label={props.label}
    title={props.title}
    aria-disabled={props.disabled || undefined}
    aria-expanded={props.expanded}
    aria-controls={props.controls}
    aria-pressed={props.pressed}
    onClick={props.disabled ? undefined : props.onPress}
  >
    {props.icon && (
      <Icon name={props.icon} size={variant === 'icon' || variant === 'play' ? '1.15em' : '1em'} />
    )}
    {props.children}
  </button>
);
