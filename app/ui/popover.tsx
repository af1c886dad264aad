import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { Button, type ButtonProps } from './button.tsx';
import styles from './popover.module.css';

/**
 * A button with a small panel under it that does not move the page. Escape, a press outside or leaving with Tab
 * closes it.
 */
export function Popover(props: {
  readonly trigger: Omit<ButtonProps, 'onPress' | 'expanded' | 'controls' | 'ref'>;
  /** The panel's accessible name. */
  readonly label: string;
  /** Which edge of the button the panel keeps to. Default `start`. */
  readonly align?: 'start' | 'end';
  readonly children: ReactNode;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [open]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open || event.key !== 'Escape') return;
    // An open panel wins over the figure's own Escape.
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };
  const onBlur = (event: FocusEvent) => {
    if (event.relatedTarget && !root.current?.contains(event.relatedTarget)) setOpen(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what its button and panel let through
    <div ref={root} className={styles.root} onKeyDown={onKeyDown} onBlur={onBlur}>
      <Button {...props.trigger} ref={button} expanded={open} controls={id} onPress={() => setOpen(!open)} />
      <div
        id={id}
        role="dialog"
        aria-label={props.label}
        className={`${styles.panel} ${styles[props.align ?? 'start']}`}
        hidden={!open}
      >
        {props.children}
      </div>
    </div>
  );
}
