/* SDL refers to eglGetProcAddress, but everything here calls OpenGL by name: without a table of all its
   functions (-sGL_ENABLE_GET_PROC_ADDRESS=0) the JavaScript glue is a third smaller. */
void *eglGetProcAddress(const char *name) {
    (void)name;
    return 0;
}
