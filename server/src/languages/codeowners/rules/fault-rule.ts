import type { TextFinding, TextRule } from '../../text-language.ts';
import { faultsOf, type Fault, type FaultCode } from '../faults.ts';
import type { OwnersFile } from '../owners-file.ts';

interface FaultRule {
  readonly code: string;
  /** GitLab's own name of it, which the message tells. */
  readonly gitlab: FaultCode;
  readonly fix?: (fault: Fault, model: OwnersFile) => TextFinding['fix'];
}

/** A rule for what GitLab calls an error. */
export function faultRule({ code, gitlab, fix: fixOf }: FaultRule): TextRule<OwnersFile> {
  return {
    code,
    severity: 'error',
    *check(model) {
      for (const fault of faultsOf(model)) {
        if (fault.code !== gitlab) continue;
        const fix = fixOf?.(fault, model);
        yield { range: fault.range, message: `${fault.message} (GitLab: ${gitlab})`, ...(fix && { fix }) };
      }
    },
  };
}
