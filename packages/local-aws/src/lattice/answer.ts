/** What goes back to the client. */
export interface Answer {
  readonly status: number;
  /** Nobody else's: who sends the answer adds to them. */
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer | string;
}

/** What VPC Lattice itself says. */
export function plain(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

/** The server writes these itself. */
const OWN_HEADERS = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/** Informational statuses end no response. */
const LOWEST_STATUS = 200;
const HIGHEST_STATUS = 599;

/**
 * The response that a function answered with: `{statusCode, headers?, body?, isBase64Encoded?}`.
 * @returns undefined when the payload is of another shape
 */
export function answerOf(payload: string): Answer | undefined {
  const result: unknown = JSON.parse(payload);
  if (typeof result !== 'object' || result === null) return undefined;
  const { statusCode, headers = {}, body = '', isBase64Encoded = false } = result as Record<string, unknown>;
  const validStatus =
    typeof statusCode === 'number' &&
    Number.isInteger(statusCode) &&
    statusCode >= LOWEST_STATUS &&
    statusCode <= HIGHEST_STATUS;
  if (!validStatus || typeof body !== 'string' || typeof isBase64Encoded !== 'boolean') return undefined;
  const written = headersOf(headers);
  if (written === undefined) return undefined;
  return { status: statusCode, headers: written, body: isBase64Encoded ? Buffer.from(body, 'base64') : body };
}

/** As they can be written; the object that was given, which nobody else has. */
function headersOf(headers: unknown): Record<string, string | string[]> | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined;
  const given = (Array.isArray(headers) ? Object.fromEntries(Object.entries(headers)) : headers) as Record<
    string,
    unknown
  >;
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (OWN_HEADERS.has(name.toLowerCase())) delete given[name];
    else if (typeof value === 'number' || typeof value === 'boolean') given[name] = String(value);
    else if (typeof value !== 'string' && !isTexts(value)) return undefined;
  }
  return given as Record<string, string | string[]>;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
