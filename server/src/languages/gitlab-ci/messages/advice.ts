/** A way out of what GitLab refuses, where its words give none. */
interface Advice {
  readonly said: RegExp;
  /** What must stand at the place for it. */
  readonly beside?: RegExp;
  readonly text: string;
}

const ADVICE: readonly Advice[] = [
  {
    said: / should be an array of strings(?: or regular expressions using re2 syntax)?$/,
    beside: /!reference/,
    text: "a '!reference' among other items puts a whole list in as one of them, which only scripts and 'rules' take; let it be the value by itself",
  },
  {
    said: /undefined need: .*[[$]/,
    text: "the copies of a job with a matrix are called 'job: [value, value]', with the values of 'parallel:matrix' in their order; 'needs:parallel:matrix' names them by variables",
  },
  {
    said: /^jobs:\..* config can't be blank$/,
    text: 'a hidden job needs something in it; write it below, further right, or delete the name',
  },
  { said: /name should be a symbol$/, text: "a job's name is a text; put it in quotes" },
  {
    said: /: \[.*\] job: on_stop job .+ is not defined$/,
    text: 'a job with a matrix runs as copies with other names, of which none can be named here',
  },
  {
    said: /re2 syntax$/,
    text: 'brackets must be closed, and lookaround and references back do not exist there',
  },
  {
    said: /^(?:Local file|Included file) .*(?:is empty!|does not have valid YAML syntax!)$/,
    text: 'an included file must be a mapping of keywords and jobs',
  },
];

/** What helps against a message of GitLab's; `written` is the text at its place. */
export function adviceFor(message: string, written: string): string | undefined {
  return ADVICE.find(({ said, beside }) => said.test(message) && (beside?.test(written) ?? true))?.text;
}
