// Generated documents, the same at each run: pipelines and manifests of a given length, each with a few mistakes, so that a
// server which finds nothing shows.

const SERVICES = ['cart', 'search', 'billing', 'catalog', 'shipping', 'login', 'reviews', 'stock', 'mail', 'prices'];

/** A pipeline of about that many lines, with a few mistakes at its end. */
export function pipeline(lines) {
  return `${soundPipeline(lines)}${MISTAKEN_JOBS}`;
}

/** The same without mistakes. */
export function soundPipeline(lines) {
  const text = [
    'stages: [prepare, compile, verify, publish, rollout]',
    'variables:',
    '  REGISTRY: registry.example.com/shop',
    'default:',
    '  image: node:24-slim',
    '  interruptible: true',
    '.cache: &cache',
    '  key: { files: [package-lock.json] }',
    '  paths: [.npm/]',
    '.base:',
    '  retry: { max: 2, when: [runner_system_failure] }',
    '  before_script: [npm ci --cache .npm]',
    '',
  ];
  for (let index = 0; text.length < lines; index++) text.push(...jobsOf(nameOf(index)));
  return `${text.join('\n')}\n`;
}

const MISTAKEN_JOBS = `wrong-when:
  stage: verify
  when: sometimes
  script: [make]
wrong-retry:
  stage: verify
  retry: 9
  script: [make]
`;

function jobsOf(name) {
  return [
    `compile-${name}:`,
    '  stage: compile',
    '  extends: .base',
    '  cache: *cache',
    '  script:',
    `    - npm run build --workspace packages/${name}`,
    `    - npm run bundle --workspace packages/${name}`,
    '  artifacts:',
    `    paths: [packages/${name}/dist/]`,
    '    expire_in: 2 days',
    '',
    `verify-${name}:`,
    '  stage: verify',
    '  extends: .base',
    `  needs: [compile-${name}]`,
    '  parallel: { matrix: [{ NODE: ["20", "22"], PART: ["1", "2", "3"] }] }',
    '  services:',
    '    - name: postgres:17',
    `      alias: database-${name}`,
    '  variables:',
    `    PGHOST: database-${name}`,
    '  script:',
    '    - |',
    `      cd packages/${name}`,
    '      npx vitest run --shard "$PART/3"',
    "  coverage: '/Lines\\s*:\\s*([\\d.]+)/'",
    '  artifacts:',
    '    when: always',
    '    reports:',
    `      junit: packages/${name}/junit.xml`,
    '',
    `rollout-${name}:`,
    '  stage: rollout',
    `  needs: [{ job: verify-${name}, artifacts: false }]`,
    '  environment:',
    `    name: production/${name}`,
    `    url: https://${name}.example.com`,
    '  script:',
    `    - kubectl rollout status deployment/${name}`,
    '  rules:',
    '    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH',
    '      when: manual',
    '',
  ];
}

/** Manifests of about that many lines, `---` between them. */
export function manifests(lines) {
  const documents = [];
  let count = 0;
  for (let index = 0; count < lines; index++) {
    for (const document of objectsOf(nameOf(index), index)) {
      documents.push(document);
      count += document.split('\n').length;
      if (count >= lines) break;
    }
  }
  return `${documents.join('---\n')}---\n${MISTAKEN_OBJECT}`;
}

const MISTAKEN_OBJECT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: mistaken
spec:
  replicas: many
  selector: { matchLabels: { app: mistaken } }
  template:
    metadata: { labels: { app: mistaken } }
    spec:
      containers:
        - name: mistaken
          imagePullPolcy: Always
`;

function nameOf(index) {
  const round = Math.floor(index / SERVICES.length);
  return `${SERVICES[index % SERVICES.length]}${round === 0 ? '' : `-${round}`}`;
}

function objectsOf(name, index) {
  return [deployment(name, index), service(name), configMap(name), ingress(name), cronJob(name, index)];
}

const head = (apiVersion, kind, name) => `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: ${name}
  namespace: shop
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: shop
`;

const deployment = (name, index) => `${head('apps/v1', 'Deployment', name)}spec:
  replicas: ${1 + (index % 5)}
  revisionHistoryLimit: 5
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      serviceAccountName: ${name}
      securityContext:
        runAsNonRoot: true
      containers:
        - name: ${name}
          image: registry.example.com/shop/${name}:1.${index}.0
          imagePullPolicy: IfNotPresent
          args: [--listen=:8080, --log-level=info]
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: DATABASE_HOST
              value: ${name}-database
            - name: DATABASE_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: ${name}-database
                  key: password
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 256Mi
          readinessProbe:
            httpGet:
              path: /ready
              port: http
          volumeMounts:
            - name: settings
              mountPath: /etc/${name}
      volumes:
        - name: settings
          configMap:
            name: ${name}
`;

const service = (name) => `${head('v1', 'Service', name)}spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: http
`;

const configMap = (name) => `${head('v1', 'ConfigMap', name)}data:
  LOG_FORMAT: json
  settings.yaml: |
    server:
      listen: ":8080"
    features:
      - name: ${name}
        enabled: true
`;

const ingress = (name) => `${head('networking.k8s.io/v1', 'Ingress', name)}spec:
  ingressClassName: nginx
  rules:
    - host: ${name}.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: ${name}
                port:
                  name: http
`;

const cronJob = (name, index) => `${head('batch/v1', 'CronJob', name)}spec:
  schedule: "${index % 60} 3 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 3
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: job
              image: registry.example.com/shop/${name}-job:1.0.${index}
              command: [/bin/sh, -c]
              args:
                - |
                  set -e
                  /app/clean --older-than 30d
`;
