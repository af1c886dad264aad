import { useEffect, useRef, useState } from 'react';
import { useMessages } from '../../i18n/lang.tsx';
import { corpusMessages } from '../../i18n/messages/corpus.ts';
import { Button } from '../../ui/button.tsx';
import styles from './corpus.module.css';

/** Takes files, dropped anywhere on the page or chosen with a button; what they are is for `onFiles` to judge. */
export function DropZone({ onFiles }: { readonly onFiles: (files: readonly File[]) => Promise<void> }) {
  const say = useMessages(corpusMessages);
  const [over, setOver] = useState(false);
  const zone = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const newest = useRef(onFiles);
  useEffect(() => {
    newest.current = onFiles;
  });
  // A file let go beside the zone would otherwise replace the page, and the model that trains on it.
  useEffect(() => {
    const ours = ({ target, dataTransfer }: DragEvent) =>
      zone.current?.contains(target as Node) || dataTransfer?.types?.includes('Files');
    const onDragOver = (event: DragEvent) => {
      if (!ours(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onDrop = (event: DragEvent) => {
      if (!ours(event)) return;
      event.preventDefault();
      setOver(false);
      void newest.current([...(event.dataTransfer?.files ?? [])]);
    };
    const onDragLeave = (event: DragEvent) => {
      if (!event.relatedTarget) setOver(false);
    };
    addEventListener('dragover', onDragOver);
    addEventListener('dragleave', onDragLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragover', onDragOver);
      removeEventListener('dragleave', onDragLeave);
      removeEventListener('drop', onDrop);
    };
  }, []);
  return (
    <div ref={zone} className={over ? `${styles.drop} ${styles.over}` : styles.drop}>
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
