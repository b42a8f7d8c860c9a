{{/* One name for everything: the chart's, with the release's before it unless that says the same. */}}
{{- define "multiraft.name" -}}
{{- if contains .Release.Name .Chart.Name -}}
{{- .Chart.Name -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "multiraft.serviceAccount" -}}
{{- default (ternary (include "multiraft.name" .) "default" .Values.serviceAccount.create) .Values.serviceAccount.name -}}
{{- end -}}

{{- define "multiraft.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "multiraft.labels" -}}
{{ include "multiraft.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: multiraft
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The full name of an image: (dict "image" .Values.image "root" $). */}}
{{- define "multiraft.image" -}}
{{- with .root.Values.imageRegistry }}{{ . }}/{{ end -}}
{{- .image.repository }}:{{ default .root.Chart.AppVersion .image.tag -}}
{{- end -}}

{{/* The names of the pull secrets, separated by commas. */}}
{{- define "multiraft.imagePullSecrets" -}}
{{- $names := list -}}
{{- range .Values.imagePullSecrets }}{{ $names = append $names .name }}{{ end -}}
{{- $names | join "," -}}
{{- end -}}

{{/* The namespaces to watch, separated by commas; empty means all. */}}
{{- define "multiraft.watchNamespaces" -}}
{{- if eq .Values.rbac.scope "namespace" -}}
{{- default (list .Release.Namespace) .Values.watchNamespaces | join "," -}}
{{- else if .Values.watchNamespaces -}}
{{- fail "watchNamespaces is set and rbac.scope is \"cluster\"; accepted: rbac.scope=namespace with them, or no watchNamespaces" -}}
{{- end -}}
{{- end -}}

{{/* What every container here may do: nothing beyond its own process. */}}
{{- define "multiraft.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "multiraft.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end -}}
