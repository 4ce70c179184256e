import { EVENTS } from './events.ts';

// Those of the commands that are loaded when they are run: whoever asks for help waits for none of them.

export const checkHelp = `plumbline check [PATH…]   validates files, folders (their YAML files and CODEOWNERS; what Git ignores is left out) and globs; '.' by default

  --severity S              what counts for exit 1: error (default), warning, information, hint
  --format F                text (default), json, sarif, junit, gitlab-codequality; json also has the list of errors
                            that GitLab itself would give for each pipeline, in its order and words
  --output FILE             writes there and not to standard output
  --stdin-path PATH         reads one document from standard input, as if it were this file
  --kubernetes-version V    whose schemas judge manifests, as 1.36
  --shard I/N               checks every N-th file, as 1/4
  --shellcheck              also lets ShellCheck, which must be installed, judge the scripts of jobs
  --offline                 opens no connection: files that pipelines include from other projects and addresses are
                            taken from copies of earlier runs; those without a copy are named and not judged

Private includes are read with the token in the environment variable PLUMBLINE_TOKEN, or GITLAB_TOKEN, which is sent to
the GitLab of the Git remote only.
`;

export const pipelineHelp = `plumbline pipeline [FILE]   simulates which jobs GitLab would run for an event, and why; '.gitlab-ci.yml' by default

  --event E                 ${EVENTS.slice(0, 5).join(', ')},
                            ${EVENTS.slice(5).join(', ')}; push by default
  --ref R                   the branch (of a merge request its source), or the tag; by default the branch that is checked out
  --default-branch B        by default as the remote says
  --target B                of a merge request; by default the default branch
  --changed PATH…           what the push or merge request changes, up to the next option
  --changed-from REV        the same: everything that differs between REV and the working tree
                            by default what differs from the merge base, for a push or merge request
  --var NAME=VALUE          a variable of the project, a schedule or the user; may be given several times
  --input NAME=VALUE        an input of the pipeline file's 'spec:inputs'; may be given several times
  --merged                  the configuration after include, extends and !reference instead, as YAML or --format json
  --origins                 with --merged: behind each line where it is written and what put it there
  --explain JOB             only this job: why it is in the pipeline, left out or undecided
  --format F                text (default), json, mermaid
  --output FILE             writes there and not to standard output
  --offline                 opens no connection: included files of other projects and addresses are taken from copies of
                            earlier runs

Private includes are read with the token in the environment variable PLUMBLINE_TOKEN, or GITLAB_TOKEN, which is sent to
the GitLab of the Git remote only.

Exit codes: 0 GitLab takes the file (also when the rules allow no pipeline), 1 GitLab refuses it, 2 it could not be
simulated, or only without a file that it includes. A job that depends on something unknown is 'maybe', which is no error.
`;

export const ownersHelp = `plumbline owners PATH…      who owns files, by CODEOWNERS of the working tree, for each section

  --format F                text (default), json
  --output FILE             writes there and not to standard output

A folder stands for the files below it; a file need not exist. GitLab judges a merge request by CODEOWNERS of its target
branch. Exit codes: 0 told, 2 CODEOWNERS is not there or could not be read.
`;
