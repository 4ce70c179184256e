// A language server in a process of its own, and what the machine says about it. Linux only: the figures come from /proc.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks of /proc/PID/stat a second: 100 on every Linux that Node runs on. */
const TICKS = 100;

export class ServerProcess {
  #child;
  #unread = Buffer.alloc(0);
  #pieces = [];
  #received = 0;
  #wanted = 0;
  #nextId = 1;
  #answers = new Map();
  #listeners = new Set();
  #settings;
  peak = 0;

  constructor({ command, args, settings = {} }) {
    this.#settings = settings;
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdout.on('data', (bytes) => this.#read(bytes));
  }

  send(message) {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  notify(method, params) {
    this.send({ method, params });
  }

  request(method, params) {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.send({ id, method, params });
    });
  }

  /** Resolves with the first findings for a URI that fit, from now on; with undefined when none come in time. */
  published(uri, fits, timeout = 60_000) {
    return new Promise((resolve) => {
      const done = (value) => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        resolve(value);
      };
      const timer = setTimeout(done, timeout);
      const listener = ({ method, params }) => {
        if (method === 'textDocument/publishDiagnostics' && params.uri === uri && fits(params)) done(params);
      };
      this.#listeners.add(listener);
    });
  }

  async initialize(folder, initializationOptions = {}) {
    await this.request('initialize', {
      processId: process.pid,
      rootUri: folder,
      initializationOptions,
      workspaceFolders: [{ uri: folder, name: 'bench' }],
      capabilities: {
        textDocument: {
          publishDiagnostics: { versionSupport: true },
          completion: { completionItem: { snippetSupport: true } },
          documentSymbol: { hierarchicalDocumentSymbolSupport: true },
        },
        workspace: { configuration: true, workspaceFolders: true },
      },
    });
    this.notify('initialized', {});
    this.notify('workspace/didChangeConfiguration', { settings: this.#settings });
  }

  /** User and system time of the process and its children so far, in milliseconds. */
  cpu() {
    return this.#processes().reduce((sum, { ticks }) => sum + (ticks * 1000) / TICKS, 0);
  }

  /** Resident memory of the process and its children, in MB. */
  memory() {
    const megabytes = this.#processes().reduce((sum, { kilobytes }) => sum + kilobytes / 1024, 0);
    this.peak = Math.max(this.peak, megabytes);
    return megabytes;
  }

  async stop() {
    const ended = new Promise((resolve) => this.#child.on('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }

  #processes() {
    const all = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(readProcess);
    const family = new Set([this.#child.pid]);
    // Children have been started after their parents, so their numbers nearly always follow; two rounds find the rest.
    for (let round = 0; round < 2; round++) {
      for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
    }
    return all.filter(({ pid }) => family.has(pid));
  }

  #read(bytes) {
    this.#pieces.push(bytes);
    this.#received += bytes.length;
    if (this.#received < this.#wanted) return;
    this.#unread = Buffer.concat([this.#unread, ...this.#pieces]);
    this.#pieces = [];
    for (;;) {
      const end = this.#unread.indexOf('\r\n\r\n');
      this.#received = this.#unread.length;
      this.#wanted = 0;
      if (end === -1) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#unread.toString('ascii', 0, end))[1]);
      // Large messages come in many pieces, which are put together once.
      this.#wanted = end + 4 + length;
      if (this.#unread.length < this.#wanted) return;
      const message = JSON.parse(this.#unread.toString('utf8', end + 4, end + 4 + length));
      this.#unread = this.#unread.subarray(end + 4 + length);
      this.#take(message);
    }
  }

  #take(message) {
    const { id, method, params } = message;
    if (method === undefined) {
      this.#answers.get(id)?.(message);
      this.#answers.delete(id);
      return;
    }
    if (id !== undefined) this.send({ id, result: this.#answer(method, params) });
    for (const listener of [...this.#listeners]) listener(message);
  }

  #answer(method, params) {
    if (method !== 'workspace/configuration') return null;
    return params.items.map(({ section }) => this.#settings[section] ?? null);
  }
}

function readProcess(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything, so fields are counted from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const kilobytes = Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    return [{ pid: Number(pid), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]), kilobytes }];
  } catch {
    return [];
  }
}
