declare module 'asl-validator' {
  /** Checks a definition against the Amazon States Language; it writes into the definition, so pass a copy. */
  export default function validator(definition: object): {
    readonly isValid: boolean;
    errorsText(separator?: string): string;
  };
}
