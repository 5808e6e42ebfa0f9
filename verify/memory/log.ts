import type { Log } from '../../handlers/ports/logger.ts';

export interface Line {
  readonly level: keyof Log;
  readonly message: string;
  readonly extra?: Record<string, unknown>;
}

export interface RecordingLog extends Log {
  readonly lines: readonly Line[];
}

export function recordingLog(): RecordingLog {
  const lines: Line[] = [];
  const at = (level: keyof Log) => (message: string, extra?: Record<string, unknown>) =>
    void lines.push({ level, message, ...(extra && { extra }) });
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}
