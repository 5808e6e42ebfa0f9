/** An error as an AWS service answers it; the codecs put it on the wire in the service's own form. */
export class AwsError extends Error {
  /** AWS's name for it, such as `ResourceNotFoundException`. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** What the error has besides its message, by AWS's names; told where the protocol is REST. */
  readonly members: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** The template or a definition asks for something that the local cloud does not have. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
  /** @param where resource and property, or state and field: `RollbackTopic (AWS::SNS::Topic) FifoTopic` */
  constructor(where: string, what: string) {
    super(`${where}: ${what}`);
  }
}
