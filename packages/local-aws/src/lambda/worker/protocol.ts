/**
 * What goes between Lambda and a process that runs one bundle: lists of messages, either way. Payloads are JSON text
 * inside the message.
 */

/** Simulated now = `start` + (wall now - `wallStart`) * `speed`; all in milliseconds. */
export interface TimeBase {
  readonly start: number;
  readonly wallStart: number;
  readonly speed: number;
}

export interface StartMessage {
  readonly kind: 'start';
  /** Folder of the bundle, and the handler setting: `index.handler`. */
  readonly folder: string;
  readonly handler: string;
  readonly time: TimeBase;
}

export interface InvokeMessage {
  readonly kind: 'invoke';
  /** Also the request id that the function sees. */
  readonly id: string;
  readonly payload: string;
  readonly invokedFunctionArn: string;
  readonly timeoutMs: number;
  readonly time: TimeBase;
}

export type ToWorker = StartMessage | InvokeMessage;

export type FromWorker =
  | { readonly kind: 'ready' }
  /**
   * The bundle could not be imported, or has no such handler; the process ends. `payload` is the error as Lambda shows
   * it.
   */
  | { readonly kind: 'broken'; readonly payload: string }
  | {
      readonly kind: 'done';
      readonly id: string;
      readonly payload: string;
      readonly failed: boolean;
      readonly ms: number;
    };
