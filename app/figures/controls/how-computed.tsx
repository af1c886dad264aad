import { Link } from 'wouter';
import { useExperiment } from '../../experiment/provider.tsx';
import { useMessages } from '../../i18n/lang.tsx';
import { controlMessages } from '../../i18n/messages/controls.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './controls.module.css';
import { useComputing } from './settings.ts';

/** What is offered first comes first; before the engine has said what there is, what it always has or usually. */
const ARITHMETICS = ['simd', 'fma', 'scalar'] as const;
const USUAL = ['simd', 'scalar'] as const;

/** In how many parts a minibatch can be cut, as far as it is large enough. */
const SHARDS = [1, 2, 4, 8] as const;

/** What changes the bits of a run and its speed, and nothing else: folded up, since few need it. */
export function HowComputed({ enginePath }: { readonly enginePath: string }) {
  const say = useMessages(controlMessages);
  return (
    <details className={styles.how}>
      <summary>{say.how}</summary>
      <p className={styles.effect}>{say.howEffect}</p>
      <div className={styles.pair}>
        <ArithmeticChoice />
        <ShardsChoice />
      </div>
      <p className={styles.hood}>
        <Link href={enginePath}>{say.hood}</Link>
      </p>
    </details>
  );
}

function ArithmeticChoice() {
  const say = useMessages(controlMessages);
  const available = useExperiment((state) => state.arithmetics) ?? USUAL;
  const arithmetic = useComputing('arithmetic');
  const offered = ARITHMETICS.filter((one) => available.includes(one) || one === arithmetic.value);
  return (
    <Select
      {...arithmetic}
      label={say.arithmetic}
      options={offered.map((value) => ({ value, label: say[`arithmetic_${value}`] }))}
      hint={say[`arithmeticHint_${arithmetic.value}`]}
    />
  );
}

function ShardsChoice() {
  const say = useMessages(controlMessages);
  const batch = useExperiment((state) => state.config.batch);
  const { value, onCommit } = useComputing('shards');
  const offered = [...new Set([...SHARDS.filter((count) => count <= batch), value])].sort((a, b) => a - b);
  return (
    <Segmented
      value={String(value)}
      onCommit={(count) => onCommit(Number(count))}
      label={say.shards}
      options={offered.map((count) => ({ value: String(count), label: String(count) }))}
      hint={say.shardsHint}
    />
  );
}
