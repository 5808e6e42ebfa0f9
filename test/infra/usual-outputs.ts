import { OUTPUTS } from '../../statemachine/contract/outputs.ts';

const {
  AdoptCommand: _others,
  AnswerMachineArn: _approval,
  KeepPromoted: _kept,
  PreviewHeader: _preview,
  ...usual
} = OUTPUTS;

/** The outputs, and what they say, that every service has with the default settings. */
export const USUAL_OUTPUTS: Readonly<Record<string, string>> = usual;
