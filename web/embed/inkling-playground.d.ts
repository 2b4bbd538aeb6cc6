/** What a session is doing; `by` says whose doing a change was. */
export interface InklingState {
  dataset: string;
  epoch: number;
  step: number;
  /** null before the first evaluation */
  trainLoss: number | null;
  trainAccuracy: number | null;
  testLoss: number | null;
  testAccuracy: number | null;
  running: boolean;
  /** true while figures of the present weights are worked out */
  evaluating: boolean;
  /** true while an earlier epoch is looked at: epoch, step, figures, digest and recipe are those of then */
  past: boolean;
  /** where the run has come to; the same as step and epoch unless an earlier epoch is looked at */
  presentStep: number;
  presentEpoch: number;
  /** epochs that can be looked at: this one and every keptEvery-th after it; 0: there are none yet */
  keptFrom: number;
  keptEvery: number;
  phase: 'loading' | 'running' | 'paused' | 'stopped' | 'finished' | 'diverged';
  /** of the next update, as the schedule has it */
  learningRate: number;
  batch: number;
  trainCount: number;
  testCount: number;
  samplesPerSecond: number;
  revision: number;
  run: number;
  /** how many runs on these test samples have shown their score */
  looks: number;
  /** "LAYER,UNIT" of the neuron marked in the picture, layers from 1; empty: none */
  selected: string;
  /** 16 hexadecimal digits, empty before the first weights */
  digest: string;
  transport: 'worker' | 'inline';
  recipe: string;
  warnings: string[];
  replay: string;
}

export interface InklingNeuron {
  /** The largest: input, x, w, x·w. `others` is what the smaller ones add. */
  terms: [number, number, number, number][];
  others: number;
  b: number;
  z: number;
  a: number;
  /** ∂L/∂a and ∂L/∂z. */
  da: number;
  dz: number;
  /** Unit of the next layer, w, w·a. */
  outgoing: [number, number, number][];
  loss: number;
  label: number;
}

export interface InklingPrediction {
  /** -1: nothing is on the pad */
  prediction: number;
  probabilities: number[];
  /** several digits side by side, read as one number */
  number: string;
  doubt: string;
}

export type Point = [x: number, y: number];

export interface InklingEvents {
  ready: CustomEvent<null>;
  state: CustomEvent<InklingState & { by: 'host' | 'reader' | 'trainer' }>;
  done: CustomEvent<{ task: string; score: number; max: number }>;
  size: CustomEvent<{ height: number }>;
}

/**
 * Attributes: src, recipe or link, show, hide, lock, session, lang, theme, chapter, autoplay, view (as in a link);
 * start="click", start-label, height ("auto", or anything else to keep your own), sandbox, title.
 */
export class InklingPlayground extends HTMLElement {
  readonly ready: Promise<void>;
  readonly address: string;
  start(): Promise<void>;
  load(recipeOrLink: string): Promise<{ ok: true; warnings?: string[] }>;
  play(): Promise<unknown>;
  pause(): Promise<unknown>;
  epoch(): Promise<unknown>;
  reset(): Promise<unknown>;
  /** A negative number: so many steps back. */
  step(count?: number): Promise<unknown>;
  /** Shows the nearest epoch that is kept as it was then; without a number the present. */
  look(epoch?: number): Promise<unknown>;
  /** Training goes on from the epoch looked at. */
  branch(): Promise<unknown>;
  set(name: string, value: string | number | boolean): Promise<unknown>;
  view(name: string, value: string | number | boolean): Promise<unknown>;
  draw(strokes: Point[][]): Promise<unknown>;
  /** "weight=1,18,40,0.25;swap=1,3,7": layers count from 1, units and inputs from 0. */
  edit(edits: string): Promise<unknown>;
  /** A layer's numbers; the weights input by input. */
  layer(number: number): Promise<{ inputs: number; units: number; activation: string; weights: number[]; biases: number[] }>;
  /** Marks a neuron in the picture; without arguments none. */
  select(layer?: number, unit?: number): Promise<unknown>;
  explain(layer: number, unit: number): Promise<InklingNeuron>;
  sample(number: number): Promise<unknown>;
  predict(): Promise<InklingPrediction>;
  state(): Promise<InklingState>;
  report(): Promise<string>;
  sessionLink(parts?: string): Promise<string>;
  addEventListener<K extends keyof InklingEvents>(type: K, listener: (event: InklingEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'inkling-playground': InklingPlayground;
  }
}
