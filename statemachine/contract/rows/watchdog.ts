import * as z from 'zod';
import { type EventRow, WITH_CONCURRENCY, WITH_EXISTING, WITH_PREVIEW } from '../function-row.ts';
import { WRITER_TIMEOUT_SECONDS } from '../writer.ts';

export const watchdogRow = {
  file: 'watchdog',
  does: 'Repairs each minute what nobody reported',
  /** The schedule's event says nothing that matters. */
  event: z.looseObject({}),
  timeoutSeconds: WRITER_TIMEOUT_SECONDS,
  reserves: 1,
  /** It asks what became of an execution. */
  ports: ['records', 'listener', 'versions', 'announcer', 'meter', 'executions'],
  portsIf: { ...WITH_PREVIEW, ...WITH_CONCURRENCY, ...WITH_EXISTING },
} as const satisfies EventRow;
