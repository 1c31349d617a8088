// A library with OpenVINO's names in which the native wait returns well before the completion callback, the order that
// newer releases may have. It computes nothing. It ends the process when a request is freed before its callback.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct { const char* build; const char* description; } version_t;
typedef struct { void (*function)(void*); void* argument; } callback_t;
typedef struct { pthread_mutex_t lock; pthread_cond_t changed; int running; int owed; const callback_t* callback; } request_t;

int ov_get_openvino_version(version_t* v) { v->build = "2099.1.0-0-late"; v->description = ""; return 0; }
void ov_version_free(version_t* v) { (void)v; }
const char* ov_get_error_info(int status) { (void)status; return "error"; }
char* ov_get_last_err_msg(void) { return NULL; }
void ov_free(char* text) { free(text); }
int ov_core_create(void** core) { *core = malloc(1); return 0; }
void ov_core_free(void* core) { free(core); }
int ov_core_get_property(void* core, const char* device, const char* key, char** value) { (void)core; (void)device; (void)key; *value = strdup("late"); return 0; }
int ov_core_compile_model_props(void) { return -2; }
int ov_core_compile_model_from_file_props(void* core, const char* path, const char* device, size_t count, const void* properties, void** model) {
    (void)core; (void)path; (void)device; (void)count; (void)properties; *model = malloc(1); return 0;
}
void ov_compiled_model_free(void* model) { free(model); }
int ov_compiled_model_inputs_size(void* model, size_t* size) { (void)model; *size = 0; return 0; }
int ov_compiled_model_outputs_size(void* model, size_t* size) { (void)model; *size = 0; return 0; }

int ov_compiled_model_create_infer_request(void* model, request_t** request) {
    (void)model;
    *request = calloc(1, sizeof **request);
    pthread_mutex_init(&(*request)->lock, NULL);
    pthread_cond_init(&(*request)->changed, NULL);
    return 0;
}

int ov_infer_request_set_callback(request_t* r, const callback_t* callback) { r->callback = callback; return 0; }

static void* run(void* argument) {
    request_t* r = argument;
    usleep(500);
    pthread_mutex_lock(&r->lock);
    r->running = 0;
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
    usleep(5000);
    pthread_mutex_lock(&r->lock);
    r->owed--;
    pthread_mutex_unlock(&r->lock);
    r->callback->function(r->callback->argument);
    return NULL;
}

int ov_infer_request_start_async(request_t* r) {
    pthread_mutex_lock(&r->lock);
    if (r->running) { pthread_mutex_unlock(&r->lock); return -8; }
    r->running = 1;
    r->owed++;
    pthread_mutex_unlock(&r->lock);
    pthread_t thread;
    pthread_create(&thread, NULL, run, r);
    pthread_detach(thread);
    return 0;
}

int ov_infer_request_wait(request_t* r) {
    pthread_mutex_lock(&r->lock);
    while (r->running) pthread_cond_wait(&r->changed, &r->lock);
    pthread_mutex_unlock(&r->lock);
    return 0;
}

int ov_infer_request_wait_for(request_t* r, long milliseconds) { (void)milliseconds; return r->running ? -9 : 0; }
int ov_infer_request_cancel(request_t* r) { (void)r; return 0; }

void ov_infer_request_free(request_t* r) {
    ov_infer_request_wait(r);
    pthread_mutex_lock(&r->lock);
    int owed = r->owed;
    pthread_mutex_unlock(&r->lock);
    if (owed) { fprintf(stderr, "a request was freed before its callback\n"); abort(); }
}
