import type { ComponentType } from 'react';
import { CellDiagram } from '../../figures/diagram/diagram.tsx';
import { Equations } from '../../figures/equations/equations.tsx';
import { GateHeatmap } from '../../figures/heatmap/gate-heatmap.tsx';
import { LossCurve } from '../../figures/loss/loss-curve.tsx';
import { Sym } from '../../figures/symbol/symbol.tsx';
import { Writer } from '../../figures/writer/writer.tsx';
import { Tex } from '../../ui/tex.tsx';
import { Instrument } from '../instrument/instrument.tsx';
import { Workbench } from '../instrument/workbench.tsx';
import { Holds, Measured } from '../predict/measured.tsx';
import { PredictRun } from '../predict/predict-run.tsx';
import { Cite, Concise, Figure, Margin, References, Section, Source } from './parts.tsx';
import { Item, Paragraph } from './tie.tsx';

/** What a lesson's MDX can use without importing it. */
export const lessonComponents: Readonly<Record<string, unknown>> = {
  Cite,
  CellDiagram,
  Concise,
  Equations,
  Figure,
  GateHeatmap,
  Holds,
  Instrument,
  LossCurve,
  Margin,
  Measured,
  PredictRun,
  References,
  Section,
  Source,
  Sym,
  Tex,
  Workbench,
  Writer,
  li: Item,
  p: Paragraph,
} satisfies Record<string, ComponentType<never>>;
