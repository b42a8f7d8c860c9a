# shellcheck shell=bash
# The cluster's certificates and the kubeconfig files that carry them.

private_key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out "$RUN_DIR/pki/$1.key"; }

certificate_authority() {
    mkdir -p "$RUN_DIR/pki"
    private_key ca
    openssl req -x509 -key "$RUN_DIR/pki/ca.key" -days 3650 -subj /CN=multiraft-local-cluster \
        -addext keyUsage=critical,keyCertSign,digitalSignature -out "$RUN_DIR/pki/ca.crt"
    private_key service-accounts
    openssl pkey -in "$RUN_DIR/pki/service-accounts.key" -pubout -out "$RUN_DIR/pki/service-accounts.pub"
}

# certificate NAME SUBJECT [SUBJECT-ALTERNATIVE-NAMES]
certificate() {
    local name=$1 subject=$2 names=${3:-DNS:$1}
    private_key "$name"
    openssl req -x509 -CA "$RUN_DIR/pki/ca.crt" -CAkey "$RUN_DIR/pki/ca.key" -key "$RUN_DIR/pki/$name.key" -days 3650 \
        -subj "$subject" -addext "subjectAltName=$names" -addext basicConstraints=critical,CA:false \
        -addext extendedKeyUsage=serverAuth,clientAuth -out "$RUN_DIR/pki/$name.crt"
}

# kubeconfig NAME SUBJECT: a client's certificate, and all it needs to reach the API server, in one file.
kubeconfig() {
    local name=$1
    certificate "$name" "$2"
    cat <<EOF >"$RUN_DIR/pki/$name.kubeconfig"
apiVersion: v1
kind: Config
current-context: multiraft-local
contexts: [{name: multiraft-local, context: {cluster: multiraft-local, user: $name}}]
clusters:
  - name: multiraft-local
    cluster:
      server: https://$API_ADDRESS:6443
      certificate-authority-data: $(base64 -w0 "$RUN_DIR/pki/ca.crt")
users:
  - name: $name
    user:
      client-certificate-data: $(base64 -w0 "$RUN_DIR/pki/$name.crt")
      client-key-data: $(base64 -w0 "$RUN_DIR/pki/$name.key")
EOF
}

certificates_make() {
    local node
    certificate_authority
    certificate api-server /CN=kube-apiserver \
        "DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,IP:127.0.0.1,IP:$API_ADDRESS,IP:$API_SERVICE"
    certificate kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client
    kubeconfig admin /O=system:masters/CN=admin
    cp "$RUN_DIR/pki/admin.kubeconfig" "$RUN_DIR/kubeconfig"
    kubeconfig controller-manager /CN=system:kube-controller-manager
    kubeconfig scheduler /CN=system:kube-scheduler
    kubeconfig proxy /CN=system:kube-proxy
    kubeconfig dns /CN=system:dns
    kubeconfig volumes /CN=system:volumes
    for node in "${NODES[@]}"; do kubeconfig "$node" "/O=system:nodes/CN=system:node:$node"; done
}
