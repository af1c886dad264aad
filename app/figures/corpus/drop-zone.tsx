import { type DragEvent, useRef, useState } from 'react';
import { useMessages } from '../../i18n/lang.tsx';
import { corpusMessages } from '../../i18n/messages/corpus.ts';
import { Button } from '../../ui/button.tsx';
import styles from './corpus.module.css';

/** Takes files by drop or by a button; what they are is for `onFiles` to judge. */
export function DropZone({ onFiles }: { readonly onFiles: (files: readonly File[]) => Promise<void> }) {
  const say = useMessages(corpusMessages);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void onFiles([...event.dataTransfer.files]);
  };
  const onDragOver = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has the button beside it as its equal
    <div
      className={over ? `${styles.drop} ${styles.over}` : styles.drop}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        ref={input}
        type="file"
        accept=".txt,text/plain"
        className={styles.file}
        tabIndex={-1}
        aria-label={say.choose}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file can be chosen again.
          event.target.value = '';
          if (files.length > 0) void onFiles(files);
        }}
      />
      <Button onPress={() => input.current?.click()}>{say.choose}</Button>
      <span>{over ? say.dropNow : say.drop}</span>
    </div>
  );
}
